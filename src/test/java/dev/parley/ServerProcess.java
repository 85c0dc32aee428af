package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the packaged program as a process of its own, and captures its output. */
final class ServerProcess implements AutoCloseable {

  /** Deadline of every operation. */
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pattern READY =
      Pattern.compile(
          "parley is ready: irc on \\S+:(?<irc>[0-9]+), line on 127\\.0\\.0\\.1:(?<line>[0-9]+),"
              + " web on 127\\.0\\.0\\.1:(?<web>[0-9]+), http on port (?<http>[0-9]+)\\R");

  private final Process process;
  private final Path file;

  private ServerProcess(Process process, Path file) {
    this.process = process;
    this.file = file;
  }

  /**
   * Starts it in a directory, on free ports and with its data in {@code data}, unless these
   * settings say otherwise ({@code "--name=value"}).
   */
  static ServerProcess start(Path dir, String... more) throws IOException {
    return start(dir, Map.of(), List.of(), more);
  }

  /** Returns the same, with these variables in its environment, and these flags for the JVM. */
  static ServerProcess start(
      Path dir, Map<String, String> environment, List<String> flags, String... more)
      throws IOException {
    List<String> all = new ArrayList<>(PackagedProgram.FLAGS);
    all.add("-XX:AOTCache=" + PackagedProgram.aotCache());
    all.addAll(flags);
    return run(dir, all, environment, more);
  }

  /** Returns the same, with the flags that the image has, and these besides. */
  static ServerProcess startAsShipped(Path dir, List<String> flags, String... more)
      throws IOException {
    List<String> all =
        new ArrayList<>(List.of("@" + Path.of("docker", "jvm.options").toAbsolutePath()));
    all.addAll(flags);
    return run(dir, all, Map.of(), more);
  }

  private static ServerProcess run(
      Path dir, List<String> flags, Map<String, String> environment, String... more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(PackagedProgram.tool("java"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(temporaryFiles(dir)));
    command.addAll(flags);
    command.addAll(List.of("-jar", PackagedProgram.jar().toString()));
    // The later of two values for a property would not win but be joined to the first.
    Map<String, String> settings =
        new LinkedHashMap<>(
            Map.of(
                "server.port", "0",
                "parley.listeners.line.port", "0",
                "parley.listeners.line.address", "127.0.0.1",
                "parley.listeners.web.port", "0",
                "parley.listeners.irc.port", "0",
                "parley.listeners.web.address", "127.0.0.1",
                "parley.data-dir", dir.resolve("data").toString()));
    for (String setting : more) {
      String[] parts = setting.substring(2).split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    Path output = Files.createTempFile(dir, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return new ServerProcess(builder.start(), output);
  }

  /** Returns the answer of the JVM to a command of jcmd. */
  String command(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(PackagedProgram.tool("jcmd"), Long.toString(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asked.waitFor()).as(answer).isZero();
    return answer;
  }

  /** Returns the credentials of the admin, for a header. */
  static String admin(String password) {
    byte[] admin = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(admin);
  }

  /** Returns the directory of the temporary files of a server that was started in a directory. */
  static Path temporaryFiles(Path dir) {
    return dir.resolve("tmp");
  }

  String output() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerProcess awaitReady() {
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> READY.matcher(output()).find() || !process.isAlive());
    ready();
    return this;
  }

  private Matcher ready() {
    Matcher ready = READY.matcher(output());
    return ready.find() ? ready : fail("It has not started:\n" + output());
  }

  /** Returns the port of the line listener. */
  int port() {
    return port("line");
  }

  /** Returns the port of the web listener. */
  int webPort() {
    return port("web");
  }

  int httpPort() {
    return port("http");
  }

  /** Returns the port of a listener, or of {@code http}. */
  int port(String listener) {
    return Integer.parseInt(ready().group(listener));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  int exitStatus() throws InterruptedException {
    if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      fail("It has not ended:\n" + output());
    }
    return process.exitValue();
  }

  /** It ends with status 1, and the last and only complaint is this sentence. */
  void expectFailure(String sentence) throws InterruptedException {
    assertThat(exitStatus()).as(output()).isEqualTo(1);
    List<String> complaints =
        output().lines().filter(line -> !line.contains(" INFO ") && !line.isBlank()).toList();
    assertThat(complaints).singleElement().asString().endsWith("parley cannot start: " + sentence);
  }

  /** Asks by HTTP, as nobody in particular. */
  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(uri(path)));
  }

  /** Asks by HTTP, as the admin. */
  HttpResponse<String> ask(String path, String password) throws IOException, InterruptedException {
    return ask(asAdmin(path, password));
  }

  /** Posts JSON, as the admin. */
  HttpResponse<String> post(String path, String password, String json)
      throws IOException, InterruptedException {
    return ask(
        asAdmin(path, password)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpRequest.Builder asAdmin(String path, String password) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", admin(password));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + httpPort() + path);
  }

  private static HttpResponse<String> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  /** Kills it, and waits until it is gone. */
  @Override
  public void close() {
    kill();
    process.onExit().join();
  }
}
