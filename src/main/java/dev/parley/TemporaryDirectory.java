package dev.parley;

import dev.parley.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Uses {@code tmp} in the data directory for temporary files if the system's directory is not
 * usable, as on a file system that is read-only or mounted without execution: Tomcat works in it,
 * and the native libraries of SQLite and Netty are unpacked there.
 */
final class TemporaryDirectory
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  /** Name of the directory, in the data directory. */
  static final String NAME = "tmp";

  private static final String SETTING = "java.io.tmpdir";

  private enum Use {
    NONE,
    FILES,
    PROGRAMS
  }

  /** Returns the directory for temporary files, which can be another than the JDK's. */
  static Path current() {
    return Path.of(System.getProperty(SETTING, ""));
  }

  /**
   * Sets the system property, which Netty and this program read. The JDK's own methods keep the
   * value that it had when the JVM started.
   */
  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    String system = System.getProperty(SETTING, "");
    Use use = use(system);
    if (use == Use.PROGRAMS) {
      return;
    }
    Path own = own(event.getEnvironment());
    try {
      DataDirectory.create(own);
    } catch (IOException unusable) {
      own = own.toAbsolutePath(); // Found unusable below.
    }
    if (use(own.toString()).compareTo(use) > 0) {
      System.setProperty(SETTING, own.toString());
    } else if (use == Use.NONE) {
      throw new StartException(
          "There is no directory for temporary files: neither "
              + system
              + " nor "
              + own
              + " can be written to.");
    }
  }

  private static Path own(Environment environment) {
    String data = Binder.get(environment).bind("parley.data-dir", String.class).orElse("./data");
    return Path.of(data).toAbsolutePath().normalize().resolve(NAME);
  }

  /** Tests with a temporary file whether a directory is usable. */
  private static Use use(String directory) {
    try {
      Path probe = Path.of(directory, "parley-" + UUID.randomUUID());
      Files.createFile(probe);
      try {
        boolean set = probe.toFile().setExecutable(true);
        return set && Files.isExecutable(probe) ? Use.PROGRAMS : Use.FILES;
      } finally {
        Files.delete(probe);
      }
    } catch (IOException | InvalidPathException unusable) {
      return Use.NONE;
    }
  }

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }
}
