/// A synthetic Internet of many domains, each right or wrong in one way, as the real one was found
/// to be.
///
/// Start at [Plot], the table: every kind of domain with its class and how many there are of it,
/// written by hand. [SyntheticInternet] makes them: real DNS, and thousands of policy hosts that
/// share a few listeners. Whoever counts the domains by class must come to the table's counts.
package org.postroad.lab.synthetic;
