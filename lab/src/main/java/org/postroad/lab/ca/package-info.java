/// The certificates of the private Internet, good and bad.
///
/// Start with [LabCa]: it issues what a [Leaf] describes, as a [Credential] that a server presents.
package org.postroad.lab.ca;
