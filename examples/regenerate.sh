#!/bin/sh
# Writes the *_pb2.py files anew from the contract in Sources/Shared/Wire/Protocol.
# Needs protoc 3.21 (Debian: protobuf-compiler).
set -eu
cd "$(dirname "$0")"
contract=../Sources/Shared/Wire/Protocol
rm -f ./*_pb2.py
protoc -I "$contract" --python_out=. "$contract"/*.proto
