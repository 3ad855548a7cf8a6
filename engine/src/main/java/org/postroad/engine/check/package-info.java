/// What a check of one domain saw, and nothing judged.
///
/// Start with [DomainFacts]: when and from where it was looked, every DNS answer ([RecordedDns],
/// which rules ask through the port `Dns`), and every visit: to the policy host ([PolicyVisit]), to
/// the exchangers ([SmtpVisit]), to the name servers ([NameServer]) and to the services of mail
/// clients ([ServiceVisit]). Equal facts judged at the same moment give equal findings, wherever
/// they were gathered.
///
/// `engine.check.json` writes and reads them, `engine.check.probe` gathers them.
package org.postroad.engine.check;
