/// TLS as the lab's servers speak it: [ClientHello] is read first, so that who called whom is known
/// before the certificate is chosen, and even if no handshake follows; [ServerTls] goes on from
/// there.
package org.postroad.lab.tls;
