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
 * Takes {@code tmp} in the data directory for temporary files where the system's directory does not
 * do, as with a root file system that is read-only, or one from which nothing is executed: Tomcat
 * works in it, and the native libraries of SQLite and Netty are unpacked there.
 */
final class TemporaryDirectory
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

  /** Its name in the data directory. */
  static final String NAME = "tmp";

  private static final String SETTING = "java.io.tmpdir";

  private enum Use {
    NONE,
    FILES,
    PROGRAMS
  }

  /** The directory for temporary files, which is not always what the JDK takes for it. */
  static Path current() {
    return Path.of(System.getProperty(SETTING, ""));
  }

  /**
   * Sets the system property, as Netty and this program read it. The JDK's own methods keep to what
   * it was when the JVM started.
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
      DataDirectory.make(own);
    } catch (IOException unusable) {
      own = own.toAbsolutePath(); // It is found to be of no use below.
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

  /** Of what use a directory is, found out by a file that is made in it. */
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
