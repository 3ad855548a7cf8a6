/// What Postfix and sendmail are told about a domain: the data of their TLS policy maps.
///
/// Start with [TlsPolicyReply], which makes the reply of a [Dialect] out of what is known of a
/// policy domain. The rules that it keeps are those of the readers at the other end, in the
/// releases 3.4 to 3.11 of Postfix: one attribute that they don't know, one empty value, and all
/// mail of the domain is deferred.
package org.postroad.protocol.postfix;
