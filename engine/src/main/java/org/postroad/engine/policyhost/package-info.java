/// The policy host: fetching a policy over verified HTTPS (RFC 8461 §3.3). Start at [PolicySource].
package org.postroad.engine.policyhost;
