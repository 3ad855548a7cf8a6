/// The resolver of the private Internet, and what can go wrong with its answers.
///
/// Start with [LabDns]; [Interference] is what may be put between a question and its true answer.
package org.postroad.lab.dns;
