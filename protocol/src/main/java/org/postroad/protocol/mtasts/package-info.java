/// MTA-STS, RFC 8461: what a domain publishes and what a sender must make of it.
///
/// Start with [Policy] (the text a domain serves over HTTPS) and [StsRecord] (the TXT record that
/// announces it). [PolicyRules] decides, as a pure function of [DomainState] and the time, whether
/// a question can be answered, a record has to be looked up or a policy fetched; whoever does the
/// fetching hands the outcome back and gets the next step. [Resolution] is the end of it: a policy
/// applies, none does, or nobody can say yet.
package org.postroad.protocol.mtasts;
