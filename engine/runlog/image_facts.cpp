#include "engine/runlog/payload.h"
#include "engine/runlog/wire.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

/// Sizes, modes and frame counts as Pillow reports them on opening a file: from headers alone, no pixel is decoded.
/// Sources: PNG (W3C, third edition), JPEG (ITU T.81), GIF89a, WebP container specification, Windows BMP.
namespace td::runlog {
namespace {

/// Bounds-checked reads at any place of a picture; what lies outside reads as zero.
class Reader {
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes) {}
    [[nodiscard]] size_t size() const { return m_bytes.size(); }
    [[nodiscard]] bool has(size_t at, size_t n) const { return at <= size() && n <= size() - at; }
    [[nodiscard]] uint32_t byte(size_t at) const { return has(at, 1) ? static_cast<uint8_t>(m_bytes[at]) : 0; }
    [[nodiscard]] uint32_t little16(size_t at) const { return byte(at) | byte(at + 1) << 8; }
    [[nodiscard]] uint32_t little24(size_t at) const { return little16(at) | byte(at + 2) << 16; }
    [[nodiscard]] uint32_t little32(size_t at) const { return little16(at) | little16(at + 2) << 16; }
    [[nodiscard]] uint32_t big16(size_t at) const { return byte(at) << 8 | byte(at + 1); }
    [[nodiscard]] uint32_t big32(size_t at) const { return big16(at) << 16 | big16(at + 2); }
    [[nodiscard]] std::string_view text(size_t at, size_t n) const {
        return has(at, n) ? m_bytes.substr(at, n) : std::string_view();
    }

private:
    std::string_view m_bytes;
};

int asSize(uint32_t v) {
    return static_cast<int>(std::min(v, 0x7FFFFFFFu));
}

// --- PNG ---

const char* pngMode(uint32_t depth, uint32_t colour) {
    switch (colour) {
    case 0:
        return depth == 1 ? "1" : depth == 16 ? "I;16" : "L";
    case 2:
        return "RGB";
    case 3:
        return "P";
    case 4:
        return depth == 16 ? "RGBA" : "LA"; // Pillow widens 16-bit grey with alpha
    case 6:
        return "RGBA";
    default:
        return "";
    }
}

/// Frames of an animated PNG; 1 where there is no usable acTL chunk before the image data.
int pngFrames(const Reader& in) {
    std::optional<uint32_t> announced;
    bool firstFrameIsImage = false;
    for (size_t at = 8; in.has(at, 8);) {
        const std::string_view kind = in.text(at + 4, 4);
        if (kind == "IDAT" || kind == "IEND") break;
        if (kind == "acTL") announced = announced ? 0 : in.big32(at + 8);
        if (kind == "fcTL") firstFrameIsImage = true;
        at += 12 + static_cast<size_t>(in.big32(at));
    }
    if (!announced || *announced == 0 || *announced > 0x80000000u) return 1;
    return asSize(*announced) + (firstFrameIsImage ? 0 : 1); // a default image of its own counts too
}

PictureFacts pngFacts(const Reader& in) {
    return {"PNG", asSize(in.big32(16)), asSize(in.big32(20)), pngFrames(in), pngMode(in.byte(24), in.byte(25))};
}

// --- JPEG ---

bool isStartOfFrame(uint32_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}
bool standsAlone(uint32_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD9);
}

PictureFacts jpegFacts(const Reader& in) {
    PictureFacts facts{"JPEG", 0, 0, 1, ""};
    for (size_t at = 2; in.has(at, 4);) {
        if (in.byte(at) != 0xFF || in.byte(at + 1) == 0xFF) {
            ++at; // fill bytes may stand before a marker
            continue;
        }
        const uint32_t marker = in.byte(at + 1);
        if (isStartOfFrame(marker)) {
            const uint32_t layers = in.byte(at + 9);
            facts.height = asSize(in.big16(at + 5));
            facts.width = asSize(in.big16(at + 7));
            facts.mode = layers == 1 ? "L" : layers == 3 ? "RGB" : layers == 4 ? "CMYK" : "";
            break;
        }
        at += 2 + (standsAlone(marker) ? 0 : in.big16(at + 2));
    }
    return facts;
}

// --- GIF ---

/// Whether a colour table is more than the plain ramp of greys.
bool isRealPalette(const Reader& in, size_t at, size_t entries) {
    for (size_t i = 0; i < entries && in.has(at + 3 * i, 3); ++i)
        if (in.byte(at + 3 * i) != i || in.byte(at + 3 * i + 1) != i || in.byte(at + 3 * i + 2) != i) return true;
    return false;
}

struct ColourTable {
    bool present = false;
    size_t entries = 0;
    explicit ColourTable(uint32_t flags)
        : present(flags & 0x80)
        , entries(present ? 2u << (flags & 7) : 0) {}
    [[nodiscard]] size_t bytes() const { return 3 * entries; }
};

size_t skipSubBlocks(const Reader& in, size_t at) {
    while (in.has(at, 1) && in.byte(at) != 0)
        at += 1 + in.byte(at);
    return at + 1;
}

PictureFacts gifFacts(const Reader& in) {
    PictureFacts facts{"GIF", asSize(in.little16(6)), asSize(in.little16(8)), 0, "L"};
    const ColourTable global(in.byte(10));
    bool palette = global.present && isRealPalette(in, 13, global.entries);
    size_t at = 13 + global.bytes();
    while (in.has(at, 1) && in.byte(at) != ';') {
        if (in.byte(at) == '!') {
            at = skipSubBlocks(in, at + 2);
        } else if (in.byte(at) != ',') {
            ++at;
        } else if (!in.has(at, 11)) {
            break;
        } else {
            const ColourTable local(in.byte(at + 9));
            if (++facts.frames == 1) {
                facts.width = std::max(facts.width, asSize(in.little16(at + 1) + in.little16(at + 5)));
                facts.height = std::max(facts.height, asSize(in.little16(at + 3) + in.little16(at + 7)));
                if (local.present) palette = isRealPalette(in, at + 10, local.entries);
            }
            at = skipSubBlocks(in, at + 11 + local.bytes());
        }
    }
    facts.mode = palette ? "P" : "L";
    facts.frames = std::max(facts.frames, 1);
    return facts;
}

// --- WebP ---

PictureFacts webpFacts(const Reader& in) {
    PictureFacts facts{"WEBP", 0, 0, 1, "RGB"};
    int animated = 0;
    bool extended = false;
    for (size_t at = 12; in.has(at, 8);) {
        const std::string_view kind = in.text(at, 4);
        const size_t body = at + 8;
        if (kind == "VP8X") {
            extended = true;
            facts.width = asSize(in.little24(body + 4) + 1);
            facts.height = asSize(in.little24(body + 7) + 1);
            if (in.byte(body) & 0x10) facts.mode = "RGBA";
        } else if (kind == "VP8 " && !extended) {
            facts.width = asSize(in.little16(body + 6) & 0x3FFF);
            facts.height = asSize(in.little16(body + 8) & 0x3FFF);
        } else if (kind == "VP8L" && !extended) {
            const uint32_t bits = in.little32(body + 1);
            facts.width = asSize((bits & 0x3FFF) + 1);
            facts.height = asSize((bits >> 14 & 0x3FFF) + 1);
            if (bits >> 28 & 1) facts.mode = "RGBA";
        } else if (kind == "ANMF") {
            ++animated;
        }
        const size_t size = in.little32(at + 4);
        at = body + size + size % 2;
    }
    facts.frames = std::max(animated, 1);
    return facts;
}

// --- BMP ---

/// "1" for black and white, "L" for a ramp of greys, "P" otherwise, as Pillow looks at the palette.
const char* bmpPaletteMode(const Reader& in, size_t at, uint32_t colours, size_t entryBytes) {
    if (colours == 0 || colours > 65536) return "P";
    for (uint32_t i = 0; i < colours; ++i) {
        const uint32_t grey = colours == 2 ? i * 255 : i;
        for (size_t c = 0; c < 3; ++c)
            if (!in.has(at + i * entryBytes + c, 1) || in.byte(at + i * entryBytes + c) != (grey & 0xFF)) return "P";
    }
    return colours <= 2 ? "1" : "L";
}

const char* bmpTrueColourMode(const Reader& in, uint32_t headerBytes, uint32_t bits, uint32_t compression) {
    constexpr uint32_t kBitFields = 3;
    if (bits != 32 || compression != kBitFields || headerBytes < 56) return "RGB";
    const std::array<uint32_t, 4> masks{in.little32(54), in.little32(58), in.little32(62), in.little32(66)};
    const bool none = masks == std::array<uint32_t, 4>{};
    return masks[3] != 0 || none ? "RGBA" : "RGB";
}

PictureFacts bmpFacts(const Reader& in) {
    const uint32_t headerBytes = in.little32(14);
    PictureFacts facts{"BMP", 0, 0, 1, "RGB"};
    const bool old = headerBytes == 12;
    facts.width = asSize(old ? in.little16(18) : in.little32(18));
    const uint32_t height = old ? in.little16(20) : in.little32(22);
    facts.height =
        asSize(!old && in.byte(25) == 0xFF ? 0u - height : height); // top-down pictures have a negative height
    const uint32_t bits = in.little16(old ? 24 : 28);
    if (bits <= 8) {
        const uint32_t written = old ? 0 : in.little32(46);
        facts.mode =
            bmpPaletteMode(in, 14 + static_cast<size_t>(headerBytes), written != 0 ? written : 1u << bits, old ? 3 : 4);
    } else {
        facts.mode = bmpTrueColourMode(in, headerBytes, bits, old ? 0 : in.little32(30));
    }
    return facts;
}

} // namespace

PictureFacts pictureFacts(std::string_view encoded) {
    const Reader in(encoded);
    if (encoded.starts_with("\x89PNG\r\n\x1a\n")) return pngFacts(in);
    if (encoded.starts_with("\xFF\xD8\xFF")) return jpegFacts(in);
    if (encoded.starts_with("GIF87a") || encoded.starts_with("GIF89a")) return gifFacts(in);
    if (encoded.starts_with("RIFF") && in.text(8, 4) == "WEBP") return webpFacts(in);
    if (encoded.starts_with("BM") && encoded.size() >= 26) return bmpFacts(in);
    return {"?", 0, 0, 1, ""};
}

} // namespace td::runlog
