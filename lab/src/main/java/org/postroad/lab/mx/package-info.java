/// Mail exchangers that remember what reached them and how.
///
/// Start with [LabMx]: an SMTP server with STARTTLS whose [MxConduct] can be changed while it runs.
/// [ReceivedMail] is a message that it took, [SmtpVisit] a whole conversation.
package org.postroad.lab.mx;
