package dev.parley.http.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Rejects bodies larger than {@code parley.admin.max-body-size}: at once if the length is declared,
 * otherwise as soon as more has been read.
 */
public final class BodyLimitFilter extends OncePerRequestFilter {

  private final DataSize limit;
  private final ProblemWriter problems;

  public BodyLimitFilter(DataSize limit, ProblemWriter problems) {
    this.limit = limit;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getContentLengthLong() > limit.toBytes()) {
      problems.write(
          request,
          response,
          Problem.CONTENT_TOO_LARGE,
          new BodyTooLargeException(limit).sentence());
      return;
    }
    chain.doFilter(new LimitedRequest(request, limit), response);
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {

    private final DataSize limit;

    LimitedRequest(HttpServletRequest request, DataSize limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream(), limit);
    }
  }

  private static final class LimitedStream extends ServletInputStream {

    private final ServletInputStream in;
    private final DataSize limit;
    private long left;

    LimitedStream(ServletInputStream in, DataSize limit) {
      this.in = in;
      this.limit = limit;
      this.left = limit.toBytes();
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      took(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      took(Math.max(0, read));
      return read;
    }

    private void took(int bytes) throws BodyTooLargeException {
      left -= bytes;
      if (left < 0) {
        throw new BodyTooLargeException(limit);
      }
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
