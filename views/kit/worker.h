#pragma once

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>
#include <utility>

namespace td::kit {

/// The calling thread gives way to the window's from now on: where processors are few, whoever moves the mouse comes
/// first. Cheap to call again.
void yieldToTheWindow();
/// Whether it does. Threads that it starts inherit that, for good.
[[nodiscard]] bool yieldsToTheWindow();

/// Runs `work()` on `pool` and then `done(result)` on the GUI thread, unless `context` is gone by then.
///
/// The way back goes through the application object: it outlives the pool, so a context that is deleted while the work
/// runs is only looked at on its own thread. (QFuture::then with a context looks at it from the worker.) Threads: call
/// on the GUI thread.
template <class Work, class Done>
void onWorker(QThreadPool* pool, QObject* context, Work work, Done done) {
    QPointer<QObject> guard(context);
    pool->start([guard, work = std::move(work), done = std::move(done)]() mutable {
        yieldToTheWindow();
        auto deliver = [guard, done = std::move(done), result = work()]() mutable {
            if (guard) done(std::move(result));
        };
        // Gone at the very end of the program, when the last tasks of the pool are waited for.
        if (QCoreApplication* application = QCoreApplication::instance())
            QMetaObject::invokeMethod(application, std::move(deliver), Qt::QueuedConnection);
    });
}

template <class Work, class Done>
void onWorker(QObject* context, Work work, Done done) {
    onWorker(QThreadPool::globalInstance(), context, std::move(work), std::move(done));
}

/// Frees `value` on a worker: thousands of shared points may go with it.
template <class Value>
void dropOnWorker(Value value) {
    QThreadPool::globalInstance()->start([dropped = std::move(value)]() mutable {
        yieldToTheWindow();
        const Value gone = std::move(dropped);
    });
}

} // namespace td::kit
