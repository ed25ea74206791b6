#pragma once

#include "engine/base/result.h"
#include "engine/tensor/buffer.h"
#include "engine/tensor/device.h"

#include <memory>

namespace td::kernels {

/// A place in a stream's work that the host can wait for. Made by its stream, used with that one only.
class DeviceEvent {
public:
    virtual ~DeviceEvent() = default;
};

/// A queue of work on a device, done in the order it was put in; putting it in does not wait for it.
///
/// Host addresses are ordinary memory, device addresses come from the stream's own backend.
/// Threads: one at a time; the device works beside it.
/// Errors:  of the work itself: told by the next `synchronize`.
class TD_API DeviceStream {
public:
    virtual ~DeviceStream() = default;

    /// The host bytes are read before this returns (staged where the device is not ready for them), so that the caller may
    /// change them at once.
    virtual void copyIn(std::byte* device, const std::byte* host, size_t bytes) = 0;
    /// The host bytes are written some time before an event recorded after this is reached; nobody may touch them until
    /// that was waited for.
    virtual void copyOut(std::byte* host, const std::byte* device, size_t bytes) = 0;
    virtual void copyWithin(std::byte* to, const std::byte* from, size_t bytes) = 0;

    [[nodiscard]] virtual std::unique_ptr<DeviceEvent> createEvent() = 0;
    /// The event is reached when all that was put in so far is done; what it stood for before is forgotten.
    virtual void record(DeviceEvent& event) = 0;
    /// Waits, on the host, until the event is reached; returns at once if it was never recorded.
    virtual void wait(const DeviceEvent& event) = 0;

    /// Waits until everything is done. Errors: what went wrong since the last call.
    virtual Result<void> synchronize() = 0;
};

/// What a device other than the CPU gives the runtime: memory and streams. Its kernels are registered beside those of the
/// CPU under its DeviceKind; KernelRequest::stream says where their `run` puts its work, which then gets device addresses,
/// device scratch, no pool and no fault (data are the host's to check).
///
/// Copies between two devices go through host memory.
/// Threads: any.
class TD_API DeviceBackend {
public:
    virtual ~DeviceBackend() = default;
    [[nodiscard]] virtual Device device() const = 0;
    /// Memory on the device, kBufferAlignment-aligned, content undefined; null where there is none. The host never reads or
    /// writes there.
    [[nodiscard]] virtual std::shared_ptr<Buffer> allocate(size_t sizeBytes) = 0;
    /// Errors: Unsupported with "device" and what the driver says.
    [[nodiscard]] virtual Result<std::unique_ptr<DeviceStream>> createStream() = 0;
};

} // namespace td::kernels
