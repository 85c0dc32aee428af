package dev.parley.tcp;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;

/**
 * Epoll whose channels come back. Netty (4.2.13 to 4.2.17) takes a channel that waits for nothing
 * out of the epoll set and forgets that it did, so that the channel's next wish fails. A channel
 * waits for nothing once its input has ended while all that is written goes out at once; then it is
 * to be read to its end, or its socket is full, and it would be closed with its answers unsent. So
 * such a channel is registered anew.
 *
 * <p>Confined to its event loop.
 */
final class ReturningEpoll implements IoHandler {

  private final IoHandler epoll;

  private ReturningEpoll(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory newFactory() {
    IoHandlerFactory factory = EpollIoHandler.newFactory();
    return executor -> new ReturningEpoll(factory.newHandler(executor));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Registration(handle, epoll.register(handle));
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    return epoll.run(context);
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return epoll.isCompatible(handleType);
  }

  private final class Registration implements IoRegistration {

    private final IoHandle handle;
    private IoRegistration current;
    private boolean out;

    Registration(IoHandle handle, IoRegistration first) {
      this.handle = handle;
      this.current = first;
    }

    @Override
    public long submit(IoOps ops) {
      if (out && current.isValid()) {
        comeBack();
      }
      out = EpollIoOps.NONE.equals(ops);
      return current.submit(ops);
    }

    private void comeBack() {
      current.cancel();
      try {
        current = epoll.register(handle);
      } catch (Exception e) {
        throw new IllegalStateException("A channel cannot be registered again", e);
      }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
    public <T> T attachment() {
      return current.attachment();
    }

    @Override
    public boolean isValid() {
      return current.isValid();
    }

    @Override
    public boolean cancel() {
      return current.cancel();
    }
  }
}
