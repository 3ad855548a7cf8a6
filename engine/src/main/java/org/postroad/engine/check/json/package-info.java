/// Facts of a check as JSON, `postroad.facts/1`: bug report, test fixture and lab scenario in one.
///
/// Start with [FactsJson]. What is written is complete: reading it gives equal facts. Reading is
/// strict: a key too many, one too few or a value that cannot be is refused, with line and path, so
/// that a fixture with a typing error tests nothing by accident.
package org.postroad.engine.check.json;
