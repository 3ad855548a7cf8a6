/// What a certificate says of itself: for which names ([DnsId]), for what use ([CertificateUse]),
/// and whether its signature is worth anything ([SignatureStrength]). What MTA-STS and DANE make of
/// that differs, and is said elsewhere; what they have in common is here.
package org.postroad.protocol.certificate;
