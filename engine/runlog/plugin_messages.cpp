#include "engine/runlog/plugin_messages.h"

namespace td::runlog {
namespace {

using Type = FieldSchema::Type;

constexpr EnumName kStatus[] = {
    {0, "STATUS_UNKNOWN"}, {1, "STATUS_SUCCESS"}, {2, "STATUS_FAILURE"}, {3, "STATUS_RUNNING"}};
constexpr EnumName kDataType[] = {
    {0, "DATA_TYPE_UNSET"}, {1, "DATA_TYPE_STRING"}, {2, "DATA_TYPE_BOOL"}, {3, "DATA_TYPE_FLOAT64"}};
constexpr EnumName kDatasetType[] = {{0, "DATASET_UNKNOWN"}, {1, "DATASET_TRAINING"}, {2, "DATASET_VALIDATION"}};
constexpr EnumName kMeshContent[] = {{0, "UNDEFINED"}, {1, "VERTEX"}, {2, "FACE"}, {3, "COLOR"}};
constexpr EnumName kSessionStatus[] = {{0, "STATUS_UNSPECIFIED"}, {1, "START"}, {2, "STOP"}, {3, "CHECKPOINT"}};
constexpr EnumName kLogLevel[] = {{0, "UNKNOWN"}, {10, "DEBUGGING"}, {20, "INFO"},
                                  {30, "WARN"},   {40, "ERROR"},     {50, "FATAL"}};

// --- hparams ---

constexpr FieldSchema kIntervalFields[] = {{1, "minValue", Type::Double}, {2, "maxValue", Type::Double}};
constexpr MessageSchema kInterval{"Interval", kIntervalFields};

constexpr FieldSchema kHParamInfoFields[] = {
    {1, "name", Type::String},
    {2, "displayName", Type::String},
    {3, "description", Type::String},
    {4, "type", Type::Enum, false, nullptr, kDataType},
    {5, "domainDiscrete", Type::ListValue, false, nullptr, {}, 1},
    {6, "domainInterval", Type::Message, false, &kInterval, {}, 1},
    {7, "differs", Type::Bool},
};
constexpr MessageSchema kHParamInfo{"HParamInfo", kHParamInfoFields};

constexpr FieldSchema kMetricNameFields[] = {{1, "group", Type::String}, {2, "tag", Type::String}};
constexpr MessageSchema kMetricName{"MetricName", kMetricNameFields};

constexpr FieldSchema kMetricInfoFields[] = {
    {1, "name", Type::Message, false, &kMetricName},
    {3, "displayName", Type::String},
    {4, "description", Type::String},
    {5, "datasetType", Type::Enum, false, nullptr, kDatasetType},
};
constexpr MessageSchema kMetricInfo{"MetricInfo", kMetricInfoFields};

constexpr FieldSchema kExperimentFields[] = {
    {6, "name", Type::String},
    {1, "description", Type::String},
    {2, "user", Type::String},
    {3, "timeCreatedSecs", Type::Double},
    {4, "hparamInfos", Type::Message, true, &kHParamInfo},
    {5, "metricInfos", Type::Message, true, &kMetricInfo},
};
constexpr MessageSchema kExperiment{"Experiment", kExperimentFields};

constexpr FieldSchema kSessionStartFields[] = {
    {1, "hparams", Type::StringToValue}, {2, "modelUri", Type::String},      {3, "monitorUrl", Type::String},
    {4, "groupName", Type::String},      {5, "startTimeSecs", Type::Double},
};
constexpr MessageSchema kSessionStart{"SessionStartInfo", kSessionStartFields};

constexpr FieldSchema kSessionEndFields[] = {{1, "status", Type::Enum, false, nullptr, kStatus},
                                             {2, "endTimeSecs", Type::Double}};
constexpr MessageSchema kSessionEnd{"SessionEndInfo", kSessionEndFields};

constexpr FieldSchema kHParamsFields[] = {
    {1, "version", Type::Int32},
    {2, "experiment", Type::Message, false, &kExperiment, {}, 1},
    {3, "sessionStartInfo", Type::Message, false, &kSessionStart, {}, 1},
    {4, "sessionEndInfo", Type::Message, false, &kSessionEnd, {}, 1},
};

// --- custom scalars ---

constexpr FieldSchema kMultilineFields[] = {{1, "tag", Type::String, true}};
constexpr MessageSchema kMultiline{"MultilineChartContent", kMultilineFields};

constexpr FieldSchema kSeriesFields[] = {
    {1, "value", Type::String}, {2, "lower", Type::String}, {3, "upper", Type::String}};
constexpr MessageSchema kSeries{"Series", kSeriesFields};
constexpr FieldSchema kMarginFields[] = {{1, "series", Type::Message, true, &kSeries}};
constexpr MessageSchema kMargin{"MarginChartContent", kMarginFields};

constexpr FieldSchema kChartFields[] = {
    {1, "title", Type::String},
    {2, "multiline", Type::Message, false, &kMultiline, {}, 1},
    {3, "margin", Type::Message, false, &kMargin, {}, 1},
};
constexpr MessageSchema kChart{"Chart", kChartFields};

constexpr FieldSchema kCategoryFields[] = {
    {1, "title", Type::String}, {2, "chart", Type::Message, true, &kChart}, {3, "closed", Type::Bool}};
constexpr MessageSchema kCategory{"Category", kCategoryFields};

constexpr FieldSchema kLayoutFields[] = {{1, "version", Type::Int32}, {2, "category", Type::Message, true, &kCategory}};

// --- mesh ---

constexpr FieldSchema kMeshFields[] = {
    {1, "version", Type::Int32},
    {2, "name", Type::String},
    {3, "contentType", Type::Enum, false, nullptr, kMeshContent},
    {5, "jsonConfig", Type::String},
    {6, "shape", Type::Int32, true},
    {7, "components", Type::UInt32},
};

// --- projector ---

constexpr FieldSchema kSpriteFields[] = {{1, "imagePath", Type::String}, {2, "singleImageDim", Type::UInt32, true}};
constexpr MessageSchema kSprite{"SpriteMetadata", kSpriteFields};

constexpr FieldSchema kEmbeddingFields[] = {
    {1, "tensorName", Type::String},
    {2, "metadataPath", Type::String},
    {3, "bookmarksPath", Type::String},
    {4, "tensorShape", Type::UInt32, true},
    {5, "sprite", Type::Message, false, &kSprite},
    {6, "tensorPath", Type::String},
};
constexpr MessageSchema kEmbedding{"EmbeddingInfo", kEmbeddingFields};

constexpr FieldSchema kProjectorFields[] = {
    {1, "modelCheckpointPath", Type::String},
    {2, "embeddings", Type::Message, true, &kEmbedding},
    {3, "modelCheckpointDir", Type::String},
};

} // namespace

const MessageSchema kHParamsPluginData{"HParamsPluginData", kHParamsFields};
const MessageSchema kLayout{"Layout", kLayoutFields};
const MessageSchema kMeshPluginData{"MeshPluginData", kMeshFields};
const MessageSchema kProjectorConfig{"ProjectorConfig", kProjectorFields};
const std::span<const EnumName> kSessionStatusNames{kSessionStatus};
const std::span<const EnumName> kLogLevelNames{kLogLevel};

} // namespace td::runlog
