/**
 * Serves HTTP for operators: the API under {@code /api/v1}, health and metrics, and their access
 * control. There is a package for each resource; controllers translate requests into calls of
 * {@link dev.parley.chat.operator.Operator}.
 *
 * <p><b>Errors.</b> Every error is a problem (RFC 9457) made from a {@code Problem}, wherever it is
 * detected: in a controller ({@code ProblemAdvice}), a filter ({@code ProblemWriter}), the servlet
 * container ({@code ProblemErrorController}) or Tomcat before there is a request ({@code
 * ProblemReportValve}).
 *
 * <p><b>Threads.</b> Every request has a virtual thread of its own, so that it may wait for a log.
 * A stream of a room ({@code RoomStream}) writes the lines of the log on it; its live lines are
 * written by one thread for all streams, without blocking ({@code LiveLines}). The room's thread
 * only puts them into the stream's queue. The connection of a reader that falls behind is aborted
 * ({@code HttpConnection}).
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "chat :: account",
      "chat :: api",
      "chat :: audit",
      "chat :: history",
      "chat :: login",
      "chat :: metadata",
      "chat :: moderation",
      "chat :: name",
      "chat :: operator",
      "chat :: peer",
      "chat :: session",
      "dialect :: output",
      "page",
      "store",
      "tcp"
    })
@NullMarked
package dev.parley.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
