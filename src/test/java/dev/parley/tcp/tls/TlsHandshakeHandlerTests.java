package dev.parley.tcp.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.ListenerProperties.ClientAuthentication;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;

/** Tests handshakes whose computations are held up, with a client that ends its input. */
class TlsHandshakeHandlerTests implements TlsConnection {

  private final Queue<Runnable> computations = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private EmbeddedChannel server;
  private EmbeddedChannel client;

  @BeforeEach
  void connect() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .subject("CN=localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    bundles.registerBundle(
        "chat",
        SslBundle.of(
            new PemSslStoreBundle(
                PemSslStore.of(List.of(bundle.getCertificate()), bundle.getKeyPair().getPrivate()),
                null)));
    TlsServer tls =
        TlsServer.of("tls", "chat", ClientAuthentication.ANY, bundles, computations::add);
    server = new EmbeddedChannel();
    TlsHandshakeHandler.add(server.pipeline(), this, tls, Duration.ZERO);
    server.pipeline().addLast(new Recorder());
    SslHandler handler =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .keyManager(bundle.getKeyPair().getPrivate(), bundle.getCertificate())
            .protocols("TLSv1.3")
            .build()
            .newHandler(UnpooledByteBufAllocator.DEFAULT);
    client = new EmbeddedChannel(handler);
  }

  @AfterEach
  void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }

  /** Records what comes out of the handlers of TLS. */
  private final class Recorder extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      seen.add(bytes.toString(StandardCharsets.UTF_8));
      bytes.release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        seen.add("the end");
      }
    }
  }

  /** Passes on what one side has written to the other; returns whether there was anything. */
  private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    boolean any = false;
    for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      to.writeInbound(bytes);
      any = true;
    }
    return any;
  }

  private void compute() {
    for (Runnable next = computations.poll(); next != null; next = computations.poll()) {
      next.run();
      server.runPendingTasks();
    }
  }

  private void endInput() {
    server.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  /** Has the client send everything up to the computation of its certificate. */
  private void shakeHandsAndSend(String text) {
    pass(client, server);
    compute();
    pass(server, client);
    client.writeOutbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    pass(client, server);
  }

  @Test
  void inputThatEndsWhileACertificateIsCheckedIsPassedOn() {
    shakeHandsAndSend("hello");
    assertThat(computations).isNotEmpty();
    endInput();
    assertThat(seen).isEmpty();
    compute();
    assertThat(seen).containsExactly("open", "hello", "the end");
  }

  @Test
  void inputThatEndsTooEarlyFailsTheHandshake() {
    pass(client, server);
    endInput();
    assertThat(seen).isEmpty();
    compute();
    assertThat(seen).containsExactly("failed: the other side went away");
  }

  @Test
  void inputThatEndsWhenNothingIsComputedFailsTheHandshake() {
    pass(client, server);
    compute();
    endInput();
    assertThat(seen).containsExactly("failed: the other side went away");
  }

  @Override
  public String id() {
    return "a connection";
  }

  @Override
  public boolean isEnding() {
    return false;
  }

  @Override
  public void encrypts(TlsByteCounter bytes) {}

  @Override
  public void open() {
    seen.add("open");
  }

  @Override
  public void rejectPlainText() {
    seen.add("plain");
  }

  @Override
  public void rejectTls() {
    seen.add("tls");
  }

  @Override
  public void failHandshake(String detail) {
    seen.add("failed: " + detail);
  }
}
