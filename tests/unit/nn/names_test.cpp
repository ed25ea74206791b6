#include "engine/nn/layer_names.h"
#include "engine/nn/model_json.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace td::nn {

namespace {
/// Every layer of Keras 3.15.1 with the name that keras.src.utils.naming.to_snake_case gives it.
constexpr const char* kKerasNames =
    "Activation:activation ActivityRegularization:activity_regularization "
    "AdaptiveAveragePooling1D:adaptive_average_pooling1d AdaptiveAveragePooling2D:adaptive_average_pooling2d "
    "AdaptiveAveragePooling3D:adaptive_average_pooling3d AdaptiveMaxPooling1D:adaptive_max_pooling1d "
    "AdaptiveMaxPooling2D:adaptive_max_pooling2d AdaptiveMaxPooling3D:adaptive_max_pooling3d Add:add "
    "AdditiveAttention:additive_attention AlphaDropout:alpha_dropout Attention:attention AugMix:aug_mix "
    "AutoContrast:auto_contrast Average:average AveragePooling1D:average_pooling1d "
    "AveragePooling2D:average_pooling2d AveragePooling3D:average_pooling3d BatchNormalization:batch_normalization "
    "Bidirectional:bidirectional CategoryEncoding:category_encoding CenterCrop:center_crop Concatenate:concatenate "
    "ContrastLimitedAdaptiveHistogramEqualization:contrast_limited_adaptive_histogram_equalization Conv1D:conv1d "
    "Conv1DTranspose:conv1d_transpose Conv2D:conv2d Conv2DTranspose:conv2d_transpose Conv3D:conv3d "
    "Conv3DTranspose:conv3d_transpose ConvLSTM1D:conv_lstm1d ConvLSTM2D:conv_lstm2d ConvLSTM3D:conv_lstm3d "
    "Cropping1D:cropping1d Cropping2D:cropping2d Cropping3D:cropping3d CutMix:cut_mix Dense:dense "
    "DepthwiseConv1D:depthwise_conv1d DepthwiseConv2D:depthwise_conv2d Discretization:discretization Dot:dot "
    "Dropout:dropout ELU:elu EinsumDense:einsum_dense Embedding:embedding Equalization:equalization Flatten:flatten "
    "FlaxLayer:flax_layer GRU:gru GRUCell:gru_cell GaussianDropout:gaussian_dropout GaussianNoise:gaussian_noise "
    "GlobalAveragePooling1D:global_average_pooling1d GlobalAveragePooling2D:global_average_pooling2d "
    "GlobalAveragePooling3D:global_average_pooling3d GlobalMaxPooling1D:global_max_pooling1d "
    "GlobalMaxPooling2D:global_max_pooling2d GlobalMaxPooling3D:global_max_pooling3d "
    "GroupNormalization:group_normalization HashedCrossing:hashed_crossing Hashing:hashing Identity:identity "
    "InputLayer:input_layer IntegerLookup:integer_lookup JaxLayer:jax_layer LSTM:lstm LSTMCell:lstm_cell "
    "Lambda:lambda Layer:layer LayerNormalization:layer_normalization LeakyReLU:leaky_re_lu Masking:masking "
    "MaxNumBoundingBoxes:max_num_bounding_boxes MaxPooling1D:max_pooling1d MaxPooling2D:max_pooling2d "
    "MaxPooling3D:max_pooling3d Maximum:maximum MelSpectrogram:mel_spectrogram Minimum:minimum MixUp:mix_up "
    "MultiHeadAttention:multi_head_attention Multiply:multiply Normalization:normalization PReLU:p_re_lu "
    "Permute:permute Pipeline:pipeline RMSNormalization:rms_normalization RNN:rnn RandAugment:rand_augment "
    "RandomBrightness:random_brightness RandomColorDegeneration:random_color_degeneration "
    "RandomColorJitter:random_color_jitter RandomContrast:random_contrast RandomCrop:random_crop "
    "RandomElasticTransform:random_elastic_transform RandomErasing:random_erasing RandomFlip:random_flip "
    "RandomGaussianBlur:random_gaussian_blur RandomGrayscale:random_grayscale RandomHue:random_hue "
    "RandomInvert:random_invert RandomPerspective:random_perspective RandomPosterization:random_posterization "
    "RandomRotation:random_rotation RandomSaturation:random_saturation RandomSharpness:random_sharpness "
    "RandomShear:random_shear RandomTranslation:random_translation RandomZoom:random_zoom ReLU:re_lu "
    "RepeatVector:repeat_vector Rescaling:rescaling Reshape:reshape Resizing:resizing "
    "ReversibleEmbedding:reversible_embedding STFTSpectrogram:stft_spectrogram SeparableConv1D:separable_conv1d "
    "SeparableConv2D:separable_conv2d SimpleRNN:simple_rnn SimpleRNNCell:simple_rnn_cell Softmax:softmax "
    "Solarization:solarization SpatialDropout1D:spatial_dropout1d SpatialDropout2D:spatial_dropout2d "
    "SpatialDropout3D:spatial_dropout3d SpectralNormalization:spectral_normalization "
    "StackedRNNCells:stacked_rnn_cells StringLookup:string_lookup Subtract:subtract TFSMLayer:tfsm_layer "
    "TextVectorization:text_vectorization TimeDistributed:time_distributed TorchModuleWrapper:torch_module_wrapper "
    "UnitNormalization:unit_normalization UpSampling1D:up_sampling1d UpSampling2D:up_sampling2d "
    "UpSampling3D:up_sampling3d Wrapper:wrapper ZeroPadding1D:zero_padding1d ZeroPadding2D:zero_padding2d "
    "ZeroPadding3D:zero_padding3d ";

std::map<std::string, std::string> kerasNames() {
    std::map<std::string, std::string> names;
    std::istringstream words(kKerasNames);
    for (std::string word; words >> word;)
        names[word.substr(0, word.find(':'))] = word.substr(word.find(':') + 1);
    return names;
}

/// The names of a model's layers where the file gives none.
std::vector<std::string> automaticNames(const Json& layers) {
    const auto model = modelFromJson({{"format", "tensordesk-model"},
                                      {"version", 1},
                                      {"inputs", {{{"name", "x"}, {"shape", {8, 8, 1}}}}},
                                      {"layers", layers}});
    std::vector<std::string> names;
    if (!model) return {describe(model.error())};
    for (const auto& layer : model->layers())
        names.push_back(layer->name);
    return names;
}
} // namespace

TEST(LayerNames, areThoseOfKeras) {
    const auto names = kerasNames();
    EXPECT_EQ(names.size(), 142u);
    for (const auto& [className, name] : names)
        EXPECT_EQ(snakeCase(className), name);
    for (const auto& [className, def] : builtins().layers.all())
        if (className != "GroupQueryAttention" && className != "Functional" && className != "Sequential") {
            ASSERT_TRUE(names.contains(className)) << className;
            EXPECT_EQ(automaticName(builtins(), className), names.at(className));
        }
    // Names for which Keras has the class under another one.
    EXPECT_EQ(automaticName(builtins(), "GroupQueryAttention"), "grouped_query_attention");
    EXPECT_EQ(automaticName(builtins(), "MaxPool2D"), "max_pooling2d");
    EXPECT_EQ(automaticName(builtins(), "Convolution1D"), "conv1d");
    EXPECT_EQ(automaticName(builtins(), "MyOwn2DLayer"), "my_own2d_layer");
}

TEST(LayerNames, ofOtherThingsToo) {
    const std::pair<const char*, const char*> names[] = {
        {"HeNormal", "he_normal"},     {"L1L2", "l1l2"},
        {"RMSprop", "rm_sprop"},       {"AUC", "auc"},
        {"F1Score", "f1_score"},       {"MeanIoU", "mean_io_u"},
        {"Conv2Dense", "conv2_dense"}, {"MyHTTPServer2Go", "my_http_server2_go"},
        {"A_Block", "a__block"},       {"a-b", "ab"},
    };
    for (const auto& [className, name] : names)
        EXPECT_EQ(snakeCase(className), name);
}

TEST(LayerNames, areNumberedAsKerasNumbersThem) {
    const Json conv = {{"class_name", "Conv2D"}, {"config", {{"filters", 1}, {"kernel_size", 1}}}};
    EXPECT_EQ(automaticNames({conv, conv, {{"class_name", "MaxPooling2D"}}}),
              (std::vector<std::string>{"conv2d", "conv2d_1", "max_pooling2d"}));
}

TEST(LayerNames, ofOlderFilesAreFound) {
    EXPECT_EQ(olderName("conv2d_1/kernel"), "conv2_d_1/kernel");
    EXPECT_EQ(olderName("optimizer/stem/depthwise_conv1d/kernel_momentum"),
              "optimizer/stem/depthwise_conv1_d/kernel_momentum");
    EXPECT_EQ(olderName("conv3d_transpose"), "conv3_d_transpose");
    EXPECT_EQ(olderName("hidden2/dense"), "hidden2/dense");
    const Json conv = {{"class_name", "Conv2D"}, {"config", {{"filters", 1}, {"kernel_size", 1}}}};
    EXPECT_EQ(automaticNames({conv, {{"class_name", "MaxPooling2D"}, {"inputs", {"conv2_d"}}}}),
              (std::vector<std::string>{"conv2d", "max_pooling2d"}));
}

} // namespace td::nn
