--- @include "lib/index"

-- Appends what a device list tells of each live session.
local function tell_devices(reply, live)
  for _, e in ipairs(live) do
    local line = {e.id, int(e.created), int(e.seen), int(e.idle), int(e.life), e.policy, e.device}
    for _, value in ipairs(line) do
      reply[#reply + 1] = value
    end
  end
  return reply
end
