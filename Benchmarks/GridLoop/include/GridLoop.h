#ifndef GRID_LOOP_H
#define GRID_LOOP_H

#include <stdint.h>

/// A trade of the loop; indices are those of quotes, prices are in points.
typedef struct {
  uint32_t entry_index;
  uint32_t exit_index;
  int32_t entry_price;
  int32_t exit_price;
  /// 0 buy, 1 sell.
  uint8_t side;
  /// 0 open, 1 stop-loss, 2 take-profit.
  uint8_t reason;
} grid_loop_trade;

/// The settings of a grid; distances in points.
typedef struct {
  int32_t spacing;
  int32_t take_profit;
  int32_t stop_loss;
  int32_t max_positions;
  int32_t max_spread;
} grid_loop_settings;

/// Plays the grid quote by quote, looking at every open position at every quote.
///
/// Returns the number of trades, of which at most `capacity` are written.
int64_t grid_loop_plain(
  const int32_t *bids, const int32_t *asks, int64_t count, grid_loop_settings settings, grid_loop_trade *trades,
  int64_t capacity);

/// The same, but keeping the nearest level of each kind, so that most quotes cost four comparisons.
int64_t grid_loop_nearest(
  const int32_t *bids, const int32_t *asks, int64_t count, grid_loop_settings settings, grid_loop_trade *trades,
  int64_t capacity);

#endif
