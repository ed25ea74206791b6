#pragma once

/// Marks what libtensordesk.so exports; everything else stays hidden.
#define TD_API __attribute__((visibility("default")))
