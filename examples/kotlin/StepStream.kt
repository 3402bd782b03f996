// Steps of the phone or watch that runs this, from a Stepstream server. Android, with OkHttp:
//   implementation("com.squareup.okhttp3:okhttp:5.1.0")
// The manifest needs android.permission.INTERNET; a server without TLS also usesCleartextTraffic.
package org.stepstream.example

import android.hardware.Sensor
import android.hardware.SensorEvent
import android.hardware.SensorEventListener
import android.hardware.SensorManager
import android.os.Handler
import android.os.Looper
import java.util.concurrent.TimeUnit
import kotlin.math.min
import kotlin.random.Random
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import org.json.JSONArray
import org.json.JSONObject

/** Delivers samples over as many connections as it takes, each once. All of it on the main thread. */
class StepStream(
    private val sensors: SensorManager,
    /** Where the server is, such as ws://192.168.1.2:8000/ws/realtime */
    private val url: String,
    /** Told the steps so far, whenever there are more. */
    private val onSteps: (Int) -> Unit,
) : SensorEventListener {
    private val main = Handler(Looper.getMainLooper())

    // A ping that is not answered shows that a link is dead.
    private val http = OkHttpClient.Builder().pingInterval(5, TimeUnit.SECONDS).build()
    private val queue = ArrayDeque<JSONObject>() // samples that wait for their batch
    private val unanswered = ArrayDeque<String>() // frames, in order, sent or to be sent again
    private var answered = 0 // frames of this session that are done with
    private var steps = 0 // of all sessions
    private var earlierSteps = 0 // of those before this one
    private var failures = 0
    private var token: String? = null
    private var gyro: FloatArray? = null
    private var socket: WebSocket? = null
    private var connected = false
    private var stopping = false
    private var stopSent = false

    fun start() {
        for (type in listOf(Sensor.TYPE_GYROSCOPE, Sensor.TYPE_ACCELEROMETER)) {
            val sensor = sensors.getDefaultSensor(type) ?: continue
            sensors.registerListener(this, sensor, SAMPLE_MICROSECONDS, main)
        }
        main.postDelayed(::tick, BATCH_MILLISECONDS)
        connect()
    }

    /** Delivers what waits, then ends the session. */
    fun stop() {
        sensors.unregisterListener(this)
        stopping = true
    }

    override fun onSensorChanged(event: SensorEvent) {
        if (event.sensor.type == Sensor.TYPE_GYROSCOPE) {
            gyro = event.values.clone()
            return
        }
        val sample = JSONObject()
            .put("timestamp", event.timestamp / 1e9)
            .put("accel_x", event.values[0].toDouble())
            .put("accel_y", event.values[1].toDouble())
            .put("accel_z", event.values[2].toDouble())
        gyro?.let {
            sample.put("gyro_x", it[0].toDouble())
            sample.put("gyro_y", it[1].toDouble())
            sample.put("gyro_z", it[2].toDouble())
        }
        queue.addLast(sample)
        if (queue.size > MAX_QUEUE_SAMPLES) queue.removeFirst()
    }

    override fun onAccuracyChanged(sensor: Sensor?, accuracy: Int) = Unit

    private fun connect() {
        val separator = if (url.contains("?")) "&" else "?"
        val address = if (token == null) url else url + separator + "resume=" + token
        socket = http.newWebSocket(Request.Builder().url(address).build(), Listener())
    }

    private inner class Listener : WebSocketListener() {
        override fun onMessage(webSocket: WebSocket, text: String) {
            main.post { if (webSocket == socket) receive(JSONObject(text)) }
        }

        override fun onClosing(webSocket: WebSocket, code: Int, reason: String) {
            webSocket.close(1000, null)
            main.post { lost(webSocket, code) }
        }

        override fun onFailure(webSocket: WebSocket, t: Throwable, response: Response?) {
            main.post { lost(webSocket, 1006) }
        }
    }

    private fun lost(webSocket: WebSocket, code: Int) {
        if (webSocket != socket) return
        socket = null
        connected = false
        if (stopSent || code !in RECONNECT) {
            main.removeCallbacksAndMessages(null)
            return
        }
        val longest = min(30_000L, 500L shl min(failures, 10))
        failures++
        main.postDelayed(::connect, Random.nextLong(longest))
    }

    private fun receive(message: JSONObject) {
        when (message.getString("type")) {
            "session_started" -> greeted(message)
            "step_detection" -> {
                unanswered.removeFirst()
                answered++
                count(message.getInt("total_steps"))
            }
            "error" -> {
                unanswered.removeFirst()
                answered++
            }
        }
    }

    private fun greeted(message: JSONObject) {
        token = message.optString("resume_token").ifEmpty { null }
        if (message.optBoolean("resumed")) {
            // The session tells how many frames it has taken in; their answers were lost.
            val taken = message.getInt("total_requests")
            repeat(taken - answered) { unanswered.removeFirst() }
            answered = taken
            count(message.getInt("total_steps"))
        } else {
            answered = 0
            earlierSteps = steps
        }
        failures = 0
        connected = true
        for (frame in unanswered) socket?.send(frame)
    }

    private fun tick() {
        flush()
        if (!stopSent) main.postDelayed(::tick, BATCH_MILLISECONDS)
    }

    private fun flush() {
        if (!connected) return
        while (queue.isNotEmpty()) {
            val batch = JSONArray()
            while (queue.isNotEmpty() && batch.length() < MAX_BATCH_SAMPLES) {
                batch.put(queue.removeFirst())
            }
            val frame = JSONObject().put("samples", batch).toString()
            unanswered.addLast(frame)
            socket?.send(frame)
        }
        if (stopping && unanswered.isEmpty()) {
            stopSent = true
            socket?.send(JSONObject().put("action", "stop").toString())
        }
    }

    private fun count(totalOfSession: Int) {
        val total = earlierSteps + totalOfSession
        if (total == steps) return
        steps = total
        onSteps(total)
    }

    private companion object {
        const val SAMPLE_MICROSECONDS = 20_000
        const val BATCH_MILLISECONDS = 100L
        const val MAX_BATCH_SAMPLES = 250
        const val MAX_QUEUE_SAMPLES = 6000
        val RECONNECT = setOf(1001, 1005, 1006, 1011, 1012, 1013)
    }
}
