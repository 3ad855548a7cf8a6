/// What is wrong with a domain, why, and what to do: judged from the facts of a check and nothing
/// else.
///
/// Start with [Diagnosis], which is all that others need: its [Finding]s, each with a
/// [FindingCode], a verdict, and the next steps on the road to an enforced policy ([NextStep]). The
/// rules stand by subject in classes of their own (`RecordRules`, `PolicyHostRules`, …); each turns
/// facts into findings without regard to the others. `Causes` is the table that says afterwards
/// which finding follows from which, so that one fault has one root.
///
/// docs/findings has a page for every code.
package org.postroad.engine.check.diagnosis;
