#!/usr/bin/python3
"""postfix-mta-sts-resolver as packaged, started with policies already in its internal cache.

    peer_preloaded.py POLICIES DOMAIN ID POLICY_FILE [OPTIONS OF mta-sts-daemon]

DOMAIN has one % for the number. That cache lives in memory only, so that a hundred thousand policies
could otherwise only be fetched, two minutes per start. The entries are what its own resolver would
have stored, read by its own parser; everything else is its own code, unchanged.
"""

import sys
import time
from pathlib import Path

from postfix_mta_sts_resolver import daemon
from postfix_mta_sts_resolver.base_cache import CacheEntry
from postfix_mta_sts_resolver.internal_cache import InternalLRUCache
from postfix_mta_sts_resolver.utils import parse_mta_sts_policy


def main():
    policies, domain, policy_id, policy_file = sys.argv[1:5]
    del sys.argv[1:5]
    text = Path(policy_file).read_text(encoding="ascii")

    async def setup(cache):
        for number in range(int(policies)):
            policy = parse_mta_sts_policy(text)
            policy["max_age"] = int(policy["max_age"])
            entry = CacheEntry(time.time(), policy_id, policy)
            await cache.set(domain.replace("%", str(number)), entry)

    InternalLRUCache.setup = setup
    daemon.main()


if __name__ == "__main__":
    main()
