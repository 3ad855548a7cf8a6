/// What is kept on disk and shared by several roles.
///
/// Start at [SqlitePolicyCache], the policy cache of the daemon: one SQLite file with a little
/// memory in front. [DomainStateCodec] is how a domain's state looks in a row, `CacheFile` is all
/// the SQL there is, `StateMemory` and `CacheWriter` stand between them and the callers, so that
/// nobody waits for the disk.
///
/// Policies travel as [PolicyEntry]: [CacheText] writes and reads them as lines, [PeerCache] reads
/// them from the cache of postfix-mta-sts-resolver, and [CacheImport] takes them into a cache.
/// [WarmList] reads the domains to begin with, [CacheSummary] is what lists show.
@NullMarked
package org.postroad.app.store;

import org.jspecify.annotations.NullMarked;
