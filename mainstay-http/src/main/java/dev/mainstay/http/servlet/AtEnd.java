package dev.mainstay.http.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** What is to be done when a request that goes on asynchronously has ended, however it ends. */
record AtEnd(Runnable work) implements AsyncListener {
  @Override
  public void onComplete(AsyncEvent event) {
    work.run();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // Completion follows.
  }

  @Override
  public void onError(AsyncEvent event) {
    // Completion follows.
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
