package dev.parley.http.account;

import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.ProblemResponses;
import dev.parley.http.request.Page;
import dev.parley.http.security.Caller;
import dev.parley.http.security.CurrentActor;
import dev.parley.http.security.RequiresScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves the TLS certificates by which the owners of accounts log in. */
@Tag(name = "Accounts")
@RestController
@RequestMapping("/api/v1/accounts/{name}/certificates")
@RequiresScope(TokenScope.ACCOUNTS_WRITE)
public final class CertificatesController {

  private final AccountAdmin accountAdmin;
  private final CurrentActor currentActor;

  CertificatesController(AccountAdmin accountAdmin, CurrentActor currentActor) {
    this.accountAdmin = accountAdmin;
    this.currentActor = currentActor;
  }

  @Operation(summary = "The certificates that log in to an account, the oldest first")
  @ProblemResponses({Refusal.NO_SUCH_ACCOUNT, Refusal.LOG_UNAVAILABLE})
  @GetMapping
  Page<CertificateJson> list(@PathVariable String name) {
    return page(Outcomes.value(accountAdmin.certificates(name)));
  }

  private static Page<CertificateJson> page(List<Fingerprint> certificates) {
    return new Page<>(
        certificates.stream().map(each -> new CertificateJson(each.value())).toList(), null);
  }

  @Operation(summary = "Let a certificate log in to an account; gives those that do so now")
  @ProblemResponses({
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.INVALID_VALUE,
    Refusal.CERTIFICATE_EXISTS,
    Refusal.TOO_MANY_CERTIFICATES,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Page<CertificateJson> add(
      @PathVariable String name,
      @RequestBody @Valid CertificateJson certificate,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    requireRights(name, request);
    AccountAdmin by = currentActor.accountAdmin(reason);
    return page(Outcomes.value(by.addCertificate(name, certificate.fingerprint())));
  }

  @Operation(
      summary = "Let a certificate log in to an account no more",
      description = "Those who are logged in with it stay so; a new password ends their sessions.")
  @ProblemResponses({
    Refusal.NO_SUCH_ACCOUNT,
    Refusal.INVALID_VALUE,
    Refusal.NO_SUCH_CERTIFICATE,
    Refusal.LINE_TOO_LONG,
    Refusal.LOG_UNAVAILABLE
  })
  @DeleteMapping("/{fingerprint}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String name,
      @PathVariable String fingerprint,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    requireRights(name, request);
    Outcomes.value(currentActor.accountAdmin(reason).removeCertificate(name, fingerprint));
  }

  /** Refuses changes of an admin's account to those who are none. */
  private void requireRights(String name, HttpServletRequest request) {
    if (AccountsController.isAdmin(accountAdmin, name)) {
      Caller.requireAdmin(request);
    }
  }
}
