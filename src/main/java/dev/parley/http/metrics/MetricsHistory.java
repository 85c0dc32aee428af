package dev.parley.http.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Keeps the newest samples in memory. Safe for use from any thread. */
final class MetricsHistory {

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<MetricsSample> samples = new ArrayDeque<>();

  /**
   * Creates an empty history.
   *
   * @param capacity the number of samples that are kept
   */
  MetricsHistory(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a sample. One that is earlier than the newest (the clock was set back) begins the history
   * anew.
   */
  void add(MetricsSample sample) {
    lock.lock();
    try {
      if (!samples.isEmpty() && sample.at() <= samples.getLast().at()) {
        samples.clear();
      }
      if (samples.size() == capacity) {
        samples.removeFirst();
      }
      samples.addLast(sample);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the samples after a time, oldest first; all of them if the time is after the newest,
   * which it is only of another history.
   *
   * @param at the time in seconds since 1970
   */
  List<MetricsSample> after(long at) {
    lock.lock();
    try {
      if (samples.isEmpty() || samples.getLast().at() < at) {
        return new ArrayList<>(samples);
      }
      List<MetricsSample> found = new ArrayList<>();
      for (Iterator<MetricsSample> newest = samples.descendingIterator(); newest.hasNext(); ) {
        MetricsSample sample = newest.next();
        if (sample.at() <= at) {
          break;
        }
        found.add(sample);
      }
      Collections.reverse(found);
      return found;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for samples after a time and returns them; none if none came in time, or if waiting
   * became pointless.
   *
   * @param ended whether waiting is pointless; checked again on {@link #wake}
   */
  List<MetricsSample> await(long at, Duration atMost, BooleanSupplier ended)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = atMost.toNanos();
      List<MetricsSample> found = after(at);
      while (found.isEmpty() && !ended.getAsBoolean() && nanos > 0) {
        nanos = news.awaitNanos(nanos);
        found = after(at);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Has those who wait check whether to go on. */
  void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
