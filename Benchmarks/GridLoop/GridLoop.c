#include "GridLoop.h"

#include <limits.h>
#include <stdbool.h>

// The grid as one would write it down in C: the measure of what the engine's speed is worth.

enum { MOST_POSITIONS = 64 };

typedef struct {
  int32_t entry;
  int32_t stop;
  int32_t target;
  uint8_t side;
  int64_t trade;
} position;

typedef struct {
  grid_loop_settings settings;
  grid_loop_trade *trades;
  int64_t capacity;
  int64_t count;
  position open[MOST_POSITIONS];
  int32_t open_count;
  int64_t anchor_twice;
} grid;

static inline void write_exit(grid *g, const position *p, int64_t index, int32_t price, uint8_t reason) {
  if (p->trade >= g->capacity) return;
  grid_loop_trade *trade = &g->trades[p->trade];
  trade->exit_index = (uint32_t)index;
  trade->exit_price = price;
  trade->reason = reason;
}

static inline void leave(grid *g, int64_t index, int32_t bid, int32_t ask) {
  int32_t kept = 0;
  for (int32_t i = 0; i < g->open_count; i++) {
    const position *p = &g->open[i];
    uint8_t reason = 0;
    int32_t price = p->side ? ask : bid;
    if (p->side == 0) {
      if (bid <= p->stop) reason = 1;
      else if (bid >= p->target) reason = 2;
    } else {
      if (ask >= p->stop) reason = 1;
      else if (ask <= p->target) reason = 2;
    }
    if (reason) {
      write_exit(g, p, index, price, reason);
    } else {
      if (kept != i) g->open[kept] = *p;
      kept++;
    }
  }
  g->open_count = kept;
}

static inline void enter(grid *g, int64_t index, int32_t bid, int32_t ask) {
  const int64_t spacing = 2 * (int64_t)g->settings.spacing;
  uint8_t side;
  int32_t price;
  if (2 * (int64_t)ask <= g->anchor_twice - spacing) {
    side = 0;
    price = ask;
  } else if (2 * (int64_t)bid >= g->anchor_twice + spacing) {
    side = 1;
    price = bid;
  } else {
    return;
  }
  g->anchor_twice = 2 * (int64_t)price;
  if (g->open_count >= g->settings.max_positions || ask - bid > g->settings.max_spread) return;
  const int32_t direction = side ? -1 : 1;
  g->open[g->open_count++] = (position){
    .entry = price,
    .stop = price - direction * g->settings.stop_loss,
    .target = price + direction * g->settings.take_profit,
    .side = side,
    .trade = g->count,
  };
  if (g->count < g->capacity) {
    g->trades[g->count] =
      (grid_loop_trade){.entry_index = (uint32_t)index, .entry_price = price, .side = side, .reason = 0};
  }
  g->count++;
}

static inline grid begin(
  const int32_t *bids, const int32_t *asks, grid_loop_settings settings, grid_loop_trade *trades, int64_t capacity) {
  grid g = {.settings = settings, .trades = trades, .capacity = capacity};
  if (g.settings.max_positions > MOST_POSITIONS) g.settings.max_positions = MOST_POSITIONS;
  g.anchor_twice = (int64_t)bids[0] + asks[0];
  return g;
}

int64_t grid_loop_plain(
  const int32_t *bids, const int32_t *asks, int64_t count, grid_loop_settings settings, grid_loop_trade *trades,
  int64_t capacity) {
  if (count == 0) return 0;
  grid g = begin(bids, asks, settings, trades, capacity);
  for (int64_t i = 1; i < count; i++) {
    leave(&g, i, bids[i], asks[i]);
    enter(&g, i, bids[i], asks[i]);
  }
  return g.count;
}

typedef struct {
  int32_t bid_low, bid_high, ask_low, ask_high;
} levels;

static levels nearest(const grid *g) {
  const int64_t spacing = 2 * (int64_t)g->settings.spacing;
  levels l = {
    .bid_low = INT_MIN,
    .bid_high = (int32_t)((g->anchor_twice + spacing + 1) >> 1),
    .ask_low = (int32_t)((g->anchor_twice - spacing) >> 1),
    .ask_high = INT_MAX,
  };
  for (int32_t i = 0; i < g->open_count; i++) {
    const position *p = &g->open[i];
    if (p->side == 0) {
      if (p->stop > l.bid_low) l.bid_low = p->stop;
      if (p->target < l.bid_high) l.bid_high = p->target;
    } else {
      if (p->stop < l.ask_high) l.ask_high = p->stop;
      if (p->target > l.ask_low) l.ask_low = p->target;
    }
  }
  return l;
}

int64_t grid_loop_nearest(
  const int32_t *bids, const int32_t *asks, int64_t count, grid_loop_settings settings, grid_loop_trade *trades,
  int64_t capacity) {
  if (count == 0) return 0;
  grid g = begin(bids, asks, settings, trades, capacity);
  levels l = nearest(&g);
  for (int64_t i = 1; i < count; i++) {
    const int32_t bid = bids[i], ask = asks[i];
    if (bid > l.bid_low && bid < l.bid_high && ask > l.ask_low && ask < l.ask_high) continue;
    leave(&g, i, bid, ask);
    enter(&g, i, bid, ask);
    l = nearest(&g);
  }
  return g.count;
}
