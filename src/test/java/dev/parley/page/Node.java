package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Runs scripts on the Node that is in Playwright's driver, so that none has to be installed. It is
 * copied into {@code target/pages} once, as are the libraries whose types the scripts are checked
 * with.
 */
final class Node {

  private static final Path FOLDER = Path.of("target", "pages");
  private static final int MINUTES = 5;
  private static final String WEBJARS = "META-INF/resources/webjars/";

  private Node() {}

  /** Runs Node and fails with what it wrote if it does. */
  static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(Files.createDirectories(FOLDER), "node", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    Files.delete(log);
    assertThat(ended).as("ended in time:%n%s", output).isTrue();
    assertThat(process.exitValue()).as("exit status of %s:%n%s", command, output).isZero();
  }

  /** Returns Node for this system. */
  private static Path program() throws IOException {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    boolean windows = os.contains("windows");
    String platform =
        windows ? "win32_x64" : (os.contains("mac") ? "mac" : "linux") + (arm ? "-arm64" : "");
    String file = windows ? "node.exe" : "node";
    URL source = Node.class.getResource("/driver/" + platform + "/" + file);
    assertThat(source).as("Node for %s in Playwright's driver", platform).isNotNull();
    Path program = FOLDER.resolve(platform).resolve(file);
    if (!Files.exists(program)) {
      copy(source, program);
    }
    return program.toAbsolutePath();
  }

  /** Copies the compiler that checks types, and the types of the libraries. */
  static void installTypeScript() throws IOException {
    copyAll("typescript", "lib/*.js", "lib/*.d.ts", "package.json");
    copyAll("preact", "src/*.d.ts", "hooks/src/*.d.ts", "hooks/package.json", "package.json");
    copyAll("uplot", "dist/*.d.ts", "package.json");
  }

  private static void copyAll(String library, String... patterns) throws IOException {
    for (String pattern : patterns) {
      String place = "classpath*:" + WEBJARS + library + "/*/" + pattern;
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(place)) {
        String path = file.getURL().toString();
        String inside = path.substring(path.indexOf(WEBJARS) + WEBJARS.length());
        Path target = FOLDER.resolve(library).resolve(inside.split("/", 3)[2]);
        copy(file.getURL(), target);
      }
    }
  }

  /** Copies a file in one step, so that nobody finds half of it. */
  private static void copy(URL source, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path part = Files.createTempFile(target.getParent(), "part", "");
    try (InputStream in = source.openStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    part.toFile().setExecutable(true);
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
