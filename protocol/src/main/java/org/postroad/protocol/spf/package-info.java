/// SPF, RFC 7208: which hosts may send mail in a domain's name.
///
/// Start with [SpfRecord]: the TXT record as a list of terms, each a [Directive] (a [Qualifier] and
/// a [Mechanism]) or a [Modifier], with [DomainSpec]s that may hold macros. [CheckHost] is the
/// RFC's `check_host()`: it asks the [org.postroad.protocol.dns.Dns] what a record calls for and
/// comes to an [SpfResult], within the RFC's limits and counting what it spent. "Did not answer" is
/// [SpfResult.TempError], never [SpfResult.None].
///
/// [SpfTree] looks at a record without a sender: what each term costs, and what its owner should
/// mend.
package org.postroad.protocol.spf;
