package dev.parley.http.console;

import dev.parley.http.security.AnyToken;
import dev.parley.http.security.ConsoleSession;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the caller to itself. */
@Tag(name = "Me", description = "Who calls, and what the caller may do")
@RestController
@RequestMapping("/api/v1/me")
@AnyToken
public final class MeController {

  @Operation(summary = "Who one is, and what one may do")
  @GetMapping
  MeJson get(HttpServletRequest request) {
    return MeJson.of(request.getUserPrincipal(), ConsoleSession.of(request));
  }
}
