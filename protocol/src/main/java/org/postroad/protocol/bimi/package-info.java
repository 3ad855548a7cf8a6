/// BIMI, draft-brand-indicators-for-message-identification (no RFC yet): the logo that a domain
/// wants shown beside its mail.
///
/// So far the record alone: [BimiRecord], the TXT record at `default._bimi.DOMAIN`. Nothing is
/// fetched, and no certificate of a mark is looked at.
package org.postroad.protocol.bimi;
