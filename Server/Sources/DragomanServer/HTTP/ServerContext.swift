// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import NIOCore

/// What belongs to a request besides its content.
struct ServerContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
