/// `postroad survey report`: the answers of a survey, added up by class.
///
/// Start at [Counts]; the rest shows them: on a terminal ([ReportText]), as JSON, CSV, Parquet, and
/// as a page with charts ([ReportPage]).
@NullMarked
package org.postroad.app.checks.survey.report;

import org.jspecify.annotations.NullMarked;
