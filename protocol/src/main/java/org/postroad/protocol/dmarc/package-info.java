/// DMARC, RFC 9989 (with RFC 9990 for reports): what a domain wants done with mail that nobody
/// vouches for.
///
/// Start with [DmarcRecord], the TXT record at `_dmarc.DOMAIN`. [TreeWalk] collects the records
/// from a domain up to its top-level domain and finds the [OrganizationalDomain]; [PolicyDiscovery]
/// says which record applies to a domain and where it was inherited from; [ReportTargets] says
/// which of its report addresses have agreed to be written to. "Did not answer" is kept apart
/// throughout.
package org.postroad.protocol.dmarc;
