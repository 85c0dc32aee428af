package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayBudgetTests {

  private final List<String> granted = new ArrayList<>();

  @Test
  void asManyPiecesAsFitAreGrantedAndTheNextWaitsForOneToBeGivenBack() {
    ReplayBudget budget = new ReplayBudget(new SetLimits().replayBytes(10, 25).limits());
    assertThat(budget.tryTake()).isTrue();
    budget.take(() -> granted.add("second"));
    assertThat(granted).containsExactly("second");
    assertThat(budget.tryTake()).isFalse();
    budget.take(() -> granted.add("third"));
    budget.take(() -> granted.add("fourth"));
    assertThat(granted).containsExactly("second");
    assertThat(budget.isContended()).isTrue();

    budget.release();
    assertThat(granted).containsExactly("second", "third");
    budget.release();
    assertThat(granted).containsExactly("second", "third", "fourth");
    assertThat(budget.isContended()).isFalse();
    assertThat(budget.tryTake()).isFalse();
    budget.release();
    assertThat(budget.tryTake()).isTrue();
  }

  @Test
  void withoutALimitNobodyWaits() {
    ReplayBudget budget = new ReplayBudget(new SetLimits().replayBytes(10, 0).limits());
    for (int i = 0; i < 1000; i++) {
      assertThat(budget.tryTake()).isTrue();
    }
  }

  @Test
  void onePieceIsAlwaysGranted() {
    ReplayBudget budget = new ReplayBudget(new SetLimits().replayBytes(10, 5).limits());
    assertThat(budget.tryTake()).isTrue();
    assertThat(budget.tryTake()).isFalse();
  }
}
