package org.postroad.protocol.text;

import com.ibm.icu.text.IDNA;
import java.util.Locale;

/// Internationalized names to A-labels by UTS #46 without transitional processing (IDNA2008), as
/// Postfix does it: `faß.de` is `xn--fa-hia.de`.
///
/// `java.net.IDN` is IDNA2003 and would make `fass.de` of it, another owner's domain.
public final class Idna {

  private Idna() {}

  /// A-labels, or why there are none.
  public sealed interface Result {
    record Ascii(String text) implements Result {}

    record Invalid(String why) implements Result {}
  }

  /// The text unchanged if it is ASCII already; the tables are loaded only for other text.
  public static Result toAscii(String text) {
    if (text.chars().allMatch(c -> c < 0x80)) {
      return new Result.Ascii(text);
    }
    return Tables.convert(text);
  }

  /// A holder class: the 30 ms and 10 MB of the tables are spent on the first name that needs them.
  private static final class Tables {
    private static final IDNA UTS46 =
        IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);

    private Tables() {}

    static Result convert(String text) {
      StringBuilder out = new StringBuilder();
      IDNA.Info info = new IDNA.Info();
      UTS46.nameToASCII(text, out, info);
      return info.hasErrors()
          ? new Result.Invalid(
              "not an internationalized name: "
                  + info.getErrors().toString().toLowerCase(Locale.ROOT))
          : new Result.Ascii(out.toString());
    }
  }
}
