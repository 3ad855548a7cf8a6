package org.postroad.app.output;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Why reading or writing failed, in words for people: Java puts half of it into the names of its
/// classes, and of a file that is not there says nothing but the path.
public final class IoReason {

  private IoReason() {}

  /// The reason without the path, which whoever says it knows: `no such file`.
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "exists already";
      case NotDirectoryException _ -> "not a directory";
      case FileSystemException file ->
          said(Optional.ofNullable(file.getReason())).orElse("the file system refused");
      case FileNotFoundException _ -> "cannot be opened";
      case CharacterCodingException _ -> "not UTF-8";
      case SocketTimeoutException _ -> "no answer in time";
      case UnknownHostException host ->
          "no address for " + said(Optional.ofNullable(host.getMessage())).orElse("it");
      case EOFException _ -> "it ended too soon";
      default -> said(Optional.ofNullable(e.getMessage())).orElse("input or output failed");
    };
  }

  /// The reason with the file that it is about, where there is one: `/run/x: permission denied`.
  public static String withFile(IOException e) {
    return e instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + of(e)
        : of(e);
  }

  /// In our manner: the system writes `Is a directory`.
  private static Optional<String> said(Optional<String> words) {
    return words
        .filter(text -> !text.isBlank())
        .map(
            text ->
                text.length() > 1 && Character.isLowerCase(text.charAt(1))
                    ? Character.toLowerCase(text.charAt(0)) + text.substring(1)
                    : text);
  }
}
