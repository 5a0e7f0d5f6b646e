#ifndef SOTANO_CZEROMQ_SHIM_H
#define SOTANO_CZEROMQ_SHIM_H

#include <zmq.h>

#endif
