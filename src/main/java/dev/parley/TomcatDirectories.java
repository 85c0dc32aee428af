package dev.parley;

import dev.parley.store.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Sets Tomcat's directories below that of {@link TemporaryDirectory}, if there is one: by default
 * Tomcat would use the JDK's, which is the system's.
 */
final class TomcatDirectories implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final Path own;

  TomcatDirectories(Path dataDir) {
    this.own = dataDir.resolve(TemporaryDirectory.NAME);
  }

  @Override
  public void customize(TomcatServletWebServerFactory tomcat) {
    if (!TemporaryDirectory.current().equals(own)) {
      return;
    }
    try {
      Path documents = own.resolve("tomcat-docbase");
      DataDirectory.create(documents);
      tomcat.setDocumentRoot(documents.toFile());
      tomcat.setBaseDirectory(own.resolve("tomcat").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
