// Steps of the phone or watch that runs this, from a Stepstream server. iOS 16, watchOS 9, no library.
// Info.plist needs NSMotionUsageDescription; a server without TLS also NSAllowsLocalNetworking.
import CoreMotion
import Foundation

/// Delivers samples over as many connections as it takes, each once.
@MainActor
final class StepStream {
    private let url: URL
    private let onSteps: (Int) -> Void

    private let motion = CMMotionManager()
    private let largestBatch = 250
    private let longestQueue = 6000
    private let reconnect: Set<Int> = [1001, 1005, 1006, 1011, 1012, 1013]
    private let gravity = 9.80665

    private var queue: [[String: Double]] = []  // samples that wait for their batch
    private var unanswered: [String] = []  // frames, in order, sent or to be sent again
    private var answered = 0  // frames of this session that are done with
    private var steps = 0  // of all sessions
    private var earlierSteps = 0  // of those before this one
    private var failures = 0
    private var token: String?
    private var open = false
    private var stopping = false
    private var stopSent = false

    /// - Parameters:
    ///   - url: where the server is, such as ws://192.168.1.2:8000/ws/realtime
    ///   - onSteps: told the steps so far, whenever there are more
    init(url: URL, onSteps: @escaping (Int) -> Void) {
        self.url = url
        self.onSteps = onSteps
    }

    /// Runs until it is stopped, or the server closes for good.
    func run() async {
        startMotion()
        defer { motion.stopDeviceMotionUpdates() }
        while true {
            let socket = URLSession.shared.webSocketTask(with: address())
            socket.resume()
            let sending = Task { await self.send(over: socket) }
            do {
                while true { receive(try await socket.receive(), over: socket) }
            } catch {
                // Cancelled, closed or lost: the close code tells which.
            }
            open = false
            sending.cancel()
            socket.cancel(with: .normalClosure, reason: nil)
            let code = socket.closeCode == .invalid ? 1006 : socket.closeCode.rawValue
            if stopSent || !reconnect.contains(code) { return }
            let longest = min(30.0, 0.5 * pow(2.0, Double(min(failures, 10))))
            failures += 1
            let wait = Double.random(in: 0...longest)
            try? await Task.sleep(nanoseconds: UInt64(wait * 1_000_000_000))
        }
    }

    /// Delivers what waits, then ends the session.
    func stop() {
        motion.stopDeviceMotionUpdates()
        stopping = true
    }

    private func startMotion() {
        motion.deviceMotionUpdateInterval = 0.02
        motion.startDeviceMotionUpdates(to: .main) { [weak self] reading, _ in
            guard let self, let reading else { return }
            // Core Motion tells g, with the sign of gravity's pull, and gravity apart.
            let (user, pull) = (reading.userAcceleration, reading.gravity)
            self.queue.append([
                "timestamp": reading.timestamp,
                "accel_x": -self.gravity * (user.x + pull.x),
                "accel_y": -self.gravity * (user.y + pull.y),
                "accel_z": -self.gravity * (user.z + pull.z),
                "gyro_x": reading.rotationRate.x,
                "gyro_y": reading.rotationRate.y,
                "gyro_z": reading.rotationRate.z,
            ])
            if self.queue.count > self.longestQueue { self.queue.removeFirst() }
        }
    }

    private func address() -> URL {
        guard let token else { return url }
        return url.appending(queryItems: [URLQueryItem(name: "resume", value: token)])
    }

    /// Every 100 ms: the samples of those, and every 5 s a ping, which a dead link does not answer.
    private func send(over socket: URLSessionWebSocketTask) async {
        var rounds = 0
        while !Task.isCancelled {
            try? await Task.sleep(nanoseconds: 100_000_000)
            rounds += 1
            if rounds % 50 == 0 {
                socket.sendPing { error in if error != nil { socket.cancel() } }
            }
            if open { flush(over: socket) }
        }
    }

    private func flush(over socket: URLSessionWebSocketTask) {
        if stopSent { return }
        while !queue.isEmpty {
            let batch = Array(queue.prefix(largestBatch))
            queue.removeFirst(batch.count)
            let frame = encode(["samples": batch])
            unanswered.append(frame)
            socket.send(.string(frame)) { _ in }
        }
        if stopping && unanswered.isEmpty {
            stopSent = true
            socket.send(.string(encode(["action": "stop"]))) { _ in }
        }
    }

    private func receive(
        _ frame: URLSessionWebSocketTask.Message, over socket: URLSessionWebSocketTask
    ) {
        guard case .string(let text) = frame,
            let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
            let message = json as? [String: Any]
        else { return }
        switch message["type"] as? String {
        case "session_started":
            greeted(message, over: socket)
        case "step_detection":
            unanswered.removeFirst()
            answered += 1
            count(message["total_steps"] as? Int ?? 0)
        case "error":
            unanswered.removeFirst()
            answered += 1
        default:
            break
        }
    }

    private func greeted(_ message: [String: Any], over socket: URLSessionWebSocketTask) {
        token = message["resume_token"] as? String
        if message["resumed"] as? Bool == true, let taken = message["total_requests"] as? Int {
            // The session tells how many frames it has taken in; their answers were lost.
            unanswered.removeFirst(taken - answered)
            answered = taken
            count(message["total_steps"] as? Int ?? 0)
        } else {
            answered = 0
            earlierSteps = steps
        }
        failures = 0
        open = true
        for frame in unanswered { socket.send(.string(frame)) { _ in } }
    }

    private func count(_ totalOfSession: Int) {
        let total = earlierSteps + totalOfSession
        if total == steps { return }
        steps = total
        onSteps(total)
    }

    private func encode(_ message: [String: Any]) -> String {
        let data = try? JSONSerialization.data(withJSONObject: message)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }
}
