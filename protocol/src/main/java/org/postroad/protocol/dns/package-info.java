/// Names, records and answers of the DNS, and the one-method port [Dns] through which everything
/// else asks.
///
/// Start with [Answer]: it keeps "there is none" ([Answer.NoSuchName], [Answer.NoData]) and "nobody
/// said" ([Answer.Failed]) apart, because a security decision that confuses them fails open.
package org.postroad.protocol.dns;
