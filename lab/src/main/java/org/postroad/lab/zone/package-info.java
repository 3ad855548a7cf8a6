/// What the names of the private Internet lead to: a [Zone] is written as a literal in a test and
/// served by the lab's DNS.
package org.postroad.lab.zone;
