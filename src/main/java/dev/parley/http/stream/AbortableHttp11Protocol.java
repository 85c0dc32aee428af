package dev.parley.http.stream;

import java.io.IOException;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Extends Tomcat's HTTP/1.1 so that requests know their {@link HttpConnection}. Tomcat creates it
 * by its name.
 */
public final class AbortableHttp11Protocol extends Http11NioProtocol {

  @Override
  protected Processor createProcessor() {
    return new MarkingProcessor(this);
  }

  private static final class MarkingProcessor extends Http11Processor {

    MarkingProcessor(AbortableHttp11Protocol protocol) {
      super(protocol, protocol.getAdapter());
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      HttpConnection.mark(request, socket);
      return super.service(socket);
    }
  }
}
