package org.postroad.lab.dnssec;

import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// The records of a zone that prove what is not in it.
sealed interface Absence permits NsecAbsence, Nsec3Absence {

  /// The name is there, and has no record of the type.
  List<Record> noData(Name name);

  /// Neither the name nor a wildcard for it is there.
  List<Record> noName(Name name);

  /// The name is not there: the answer is a wildcard's.
  List<Record> expanded(Name name);

  /// The name is not there, and the wildcard for it has no record of the type.
  List<Record> noDataAtWildcard(Name name, Name wildcard);
}
