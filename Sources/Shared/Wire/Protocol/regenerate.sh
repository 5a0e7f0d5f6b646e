#!/bin/sh
# Writes ../Generated anew from the .proto files in this folder.
#
# Needs protoc (Debian: protobuf-compiler) and protoc-gen-swift of the swift-protobuf version that Package.swift names:
#   git clone --branch 1.39.0 https://github.com/apple/swift-protobuf && cd swift-protobuf
#   swift build -c release --product protoc-gen-swift
# Usage: PROTOC_GEN_SWIFT=path/to/protoc-gen-swift ./regenerate.sh
set -eu
cd "$(dirname "$0")"
plugin=${PROTOC_GEN_SWIFT:-$(command -v protoc-gen-swift)}
rm -f ../Generated/*.pb.swift
protoc --plugin="protoc-gen-swift=$plugin" --swift_out=../Generated --swift_opt=Visibility=Internal ./*.proto
