-- The visitors that wrk simulates. Each requests the page of a random product, pauses for 0 to twice the given milliseconds, and
-- requests another one. Arguments: the number of products, the milliseconds, the rest of the query.

local products, pause, query

function init(args)
   products, pause, query = tonumber(args[1]), tonumber(args[2]), args[3]
end

function request()
   return wrk.format("GET", "/cart.php?pid=" .. math.random(products) .. query)
end

function delay()
   return math.random(0, 2 * pause)
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format('{"requests": %d, "failed": %d, "seconds": %f, "p50": %f, "p99": %f}\n', summary.requests, failed,
      summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
