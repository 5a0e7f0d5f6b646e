"""Prints messages as JSON, one a line: tap.py DIR/sockets/PROCESS.pub [TOPIC-PREFIX]
Needs requirements.txt; the *_pb2.py beside it are the contract, written by regenerate.sh."""
import sys, zmq, message_pb2
from google.protobuf.json_format import MessageToJson
socket = zmq.Context().socket(zmq.SUB)
socket.connect("ipc://" + sys.argv[1])
socket.subscribe(sys.argv[2] if len(sys.argv) > 2 else "")
while frames := socket.recv_multipart():
    topic, header, body = frames[0].decode(), message_pb2.Header.FromString(frames[1]), message_pb2.Body.FromString(frames[2])
    print(MessageToJson(message_pb2.Envelope(topic=topic, header=header, body=body), indent=None), flush=True)
