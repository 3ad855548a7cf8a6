/// What is kept on disk and shared by several roles.
///
/// Start at [SqlitePolicyCache], the policy cache of the daemon: one SQLite file with a little
/// memory in front. [DomainStateCodec] is how a domain's state looks in a row, `CacheFile` is all
/// the SQL there is, `StateMemory` and `CacheWriter` stand between them and the callers, so that
/// nobody waits for the disk.
@NullMarked
package org.postroad.app.store;

import org.jspecify.annotations.NullMarked;
