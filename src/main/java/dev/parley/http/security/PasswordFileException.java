package dev.parley.http.security;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Reports that the admin's password can be neither read nor created. The message is one sentence
 * for the operator.
 */
public final class PasswordFileException extends RuntimeException {

  PasswordFileException(Path file, IOException cause) {
    super(
        "Cannot keep the admin's password in "
            + file.toAbsolutePath().normalize()
            + ": "
            + reason(cause)
            + ".",
        cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission is denied";
      case FileAlreadyExistsException _ -> "its directory is a file";
      case NotDirectoryException _ -> "its directory is a file";
      default -> String.valueOf(cause.getMessage());
    };
  }
}
