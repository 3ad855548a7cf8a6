/// HTTPS hosts that serve policies, well or badly.
///
/// Start with [LabPolicyHost]. A host name's [Conduct] says how it behaves, down to the octet; the
/// usual one is to send an [HttpReply]. [Visit] is what it remembers of a client.
package org.postroad.lab.policyhost;
